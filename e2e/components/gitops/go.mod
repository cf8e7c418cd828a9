module lyo-platform/e2e/components/gitops

go 1.26.3

// for the definitions in their folders; no program comes from here
require (
	github.com/argoproj/argo-cd/v3 v3.5.7
	github.com/fluxcd/kustomize-controller v1.9.6
	github.com/fluxcd/source-controller v1.9.6
)
