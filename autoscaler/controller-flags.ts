/** Flags of kube-controller-manager that affect decisions. Times are seconds. */
export interface ControllerFlags {
  /** `--horizontal-pod-autoscaler-tolerance`, where the object states none. */
  readonly tolerance: number;
  /** `--horizontal-pod-autoscaler-downscale-stabilization`, where the object states none. */
  readonly downscaleStabilization: number;
  /** `--horizontal-pod-autoscaler-cpu-initialization-period`: for this long after a pod's start, its CPU counts only if the whole sample was taken while the pod was ready. */
  readonly cpuInitializationPeriod: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay`: a pod whose last change to unready was within this time after its start counts as never ready. */
  readonly initialReadinessDelay: number;
}

/** pkg/controller/podautoscaler/config/v1alpha1/defaults.go, `RecommendedDefaultHPAControllerConfiguration`. */
export const defaultFlags: ControllerFlags = {
  tolerance: 0.1,
  downscaleStabilization: 300,
  cpuInitializationPeriod: 300,
  initialReadinessDelay: 30,
};
