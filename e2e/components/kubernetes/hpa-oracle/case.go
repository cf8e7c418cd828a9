package main

import autoscalingv2 "k8s.io/api/autoscaling/v2"

// Case is one autoscaler with everything it gets to see. Times are seconds since the controller started.
type Case struct {
	ID              string                                    `json:"id"`
	Spec            autoscalingv2.HorizontalPodAutoscalerSpec `json:"spec"`
	InitialReplicas int32                                     `json:"initialReplicas"`
	SyncSeconds     float64                                   `json:"syncSeconds"`
	Until           float64                                   `json:"until"`
	Controller      Flags                                     `json:"controller"`
	Steps           []Step                                    `json:"steps"`
}

// Flags are those of kube-controller-manager; absent ones have its defaults.
type Flags struct {
	Tolerance                      *float64 `json:"tolerance"`
	DownscaleStabilizationSeconds  *float64 `json:"downscaleStabilizationSeconds"`
	CPUInitializationPeriodSeconds *float64 `json:"cpuInitializationPeriodSeconds"`
	InitialReadinessDelaySeconds   *float64 `json:"initialReadinessDelaySeconds"`
}

// Step is the state of the cluster from T on, until the next step.
type Step struct {
	T       float64           `json:"t"`
	Metrics map[string]*int64 `json:"metrics"`
	Pods    []Pod             `json:"pods"`
	// Replicas that somebody else writes into the scale target.
	Replicas *int32 `json:"replicas"`
	// StatusReplicas that the scale target reports; by default as many as it wants.
	StatusReplicas *int32 `json:"statusReplicas"`
}

// Amounts are milli-units by resource, by container.
type Amounts map[string]map[string]int64

// Pod is what the controller sees of a pod, and what the metrics APIs say of it.
type Pod struct {
	Name           string           `json:"name"`
	Phase          string           `json:"phase"`
	Ready          bool             `json:"ready"`
	StartedAt      *float64         `json:"startedAt"`
	ReadyChangedAt *float64         `json:"readyChangedAt"`
	Deleted        bool             `json:"deleted"`
	Requests       Amounts          `json:"requests"`
	Usage          Amounts          `json:"usage"`
	SampledAt      *float64         `json:"sampledAt"`
	WindowSeconds  *float64         `json:"windowSeconds"`
	Values         map[string]int64 `json:"values"`
}

// Answer is what the controller did.
type Answer struct {
	ID string `json:"id"`
	// Replicas are the changes that the controller wrote: second, count.
	Replicas [][2]float64 `json:"replicas"`
	// Conditions are those of the status whenever they changed: second, then "Type=Status Reason" in the order of the status.
	Conditions []Conditions `json:"conditions,omitempty"`
	// Invalid is what the API server has against the spec; nothing was decided then.
	Invalid []string `json:"invalid,omitempty"`
}

// Conditions of one moment.
type Conditions struct {
	T    float64  `json:"t"`
	Seen []string `json:"conditions"`
}
