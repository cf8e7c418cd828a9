/** Flags of kube-controller-manager that decide. Times are seconds. */
export interface ControllerFlags {
  /** `--horizontal-pod-autoscaler-tolerance`, where the object states none. */
  readonly tolerance: number;
  /** `--horizontal-pod-autoscaler-downscale-stabilization`, where the object states none. */
  readonly downscaleStabilization: number;
  /** `--horizontal-pod-autoscaler-cpu-initialization-period`: how long after its start a pod's CPU counts only with a sample of its ready time. */
  readonly cpuInitializationPeriod: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay`: a pod that became unready within it was never ready. */
  readonly initialReadinessDelay: number;
}

/** pkg/controller/podautoscaler/config/v1alpha1/defaults.go, `RecommendedDefaultHPAControllerConfiguration`. */
export const defaultFlags: ControllerFlags = {
  tolerance: 0.1,
  downscaleStabilization: 300,
  cpuInitializationPeriod: 300,
  initialReadinessDelay: 30,
};
