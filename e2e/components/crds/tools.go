//go:build tools

// Package crds pins modules that are needed for the YAML in their folders; no program comes from here.
package crds

import (
	_ "sigs.k8s.io/gateway-api/apis/v1"
)
