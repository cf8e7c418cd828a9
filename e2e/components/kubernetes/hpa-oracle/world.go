package main

import (
	"context"
	"errors"
	"slices"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/scale"
	core "k8s.io/client-go/testing"
	"k8s.io/client-go/tools/cache"
)

var selector = map[string]string{"app": workload}

// World plays what the controller reads and writes. A sync begins by reading the scale target: that is when the step of the moment takes effect, so no timer races
// with the controller's.
type World struct {
	one      Case
	start    time.Time
	replicas int32
	pods     cache.Indexer
	answer   *Answer
	// next is the first step that has not begun yet; step is the one that holds, nil before the first.
	next int
	step *Step
	seen []string
}

func (w *World) now() float64 {
	return time.Since(w.start).Seconds()
}

func (w *World) at(seconds float64) metav1.Time {
	return metav1.Time{Time: w.start.Add(duration(seconds))}
}

func (w *World) advance() {
	for ; w.next < len(w.one.Steps) && w.one.Steps[w.next].T <= w.now(); w.next++ {
		w.step = &w.one.Steps[w.next]
		if w.step.Replicas != nil {
			w.replicas = *w.step.Replicas
		}
	}
	objects := []any{}
	if w.step != nil {
		for _, pod := range w.step.Pods {
			objects = append(objects, w.object(pod))
		}
	}
	if err := w.pods.Replace(objects, ""); err != nil {
		panic(err)
	}
}

func (w *World) object(pod Pod) *v1.Pod {
	phase := v1.PodRunning
	if pod.Phase != "" {
		phase = v1.PodPhase(pod.Phase)
	}
	object := &v1.Pod{ObjectMeta: metav1.ObjectMeta{Name: pod.Name, Namespace: namespace, Labels: selector}, Status: v1.PodStatus{Phase: phase}}
	if pod.Deleted {
		now := w.at(w.now())
		object.DeletionTimestamp = &now
	}
	if pod.StartedAt != nil {
		started := w.at(*pod.StartedAt)
		object.Status.StartTime = &started
	}
	if pod.ReadyChangedAt != nil {
		status := v1.ConditionFalse
		if pod.Ready {
			status = v1.ConditionTrue
		}
		object.Status.Conditions = []v1.PodCondition{{Type: v1.PodReady, Status: status, LastTransitionTime: w.at(*pod.ReadyChangedAt)}}
	}
	for name, requests := range pod.Requests {
		object.Spec.Containers = append(object.Spec.Containers, v1.Container{Name: name, Resources: v1.ResourceRequirements{Requests: resourceList(requests)}})
	}
	return object
}

// statusWritten notes the conditions and lets the status be stored.
func (w *World) statusWritten(action core.Action) (bool, runtime.Object, error) {
	var seen []string
	for _, condition := range action.(core.UpdateAction).GetObject().(*autoscalingv2.HorizontalPodAutoscaler).Status.Conditions {
		seen = append(seen, described(condition))
	}
	if !slices.Equal(seen, w.seen) {
		w.seen = seen
		w.answer.Conditions = append(w.answer.Conditions, Conditions{T: w.now(), Seen: seen})
	}
	return false, nil, nil
}

// Scales makes World the client of the scale subresource.
func (w *World) Scales(string) scale.ScaleInterface {
	return w
}

// Get is how every sync begins.
func (w *World) Get(context.Context, schema.GroupResource, string, metav1.GetOptions) (*autoscalingv1.Scale, error) {
	w.advance()
	status := w.replicas
	if w.step != nil && w.step.StatusReplicas != nil {
		status = *w.step.StatusReplicas
	}
	return &autoscalingv1.Scale{
		ObjectMeta: metav1.ObjectMeta{Name: workload, Namespace: namespace},
		Spec:       autoscalingv1.ScaleSpec{Replicas: w.replicas},
		Status:     autoscalingv1.ScaleStatus{Replicas: status, Selector: "app=" + workload},
	}, nil
}

// Update is how a sync scales.
func (w *World) Update(_ context.Context, _ schema.GroupResource, wanted *autoscalingv1.Scale, _ metav1.UpdateOptions) (*autoscalingv1.Scale, error) {
	w.replicas = wanted.Spec.Replicas
	w.answer.Replicas = append(w.answer.Replicas, [2]float64{w.now(), float64(w.replicas)})
	return wanted, nil
}

// Patch is never called by the controller.
func (w *World) Patch(context.Context, schema.GroupVersionResource, string, types.PatchType, []byte, metav1.PatchOptions) (*autoscalingv1.Scale, error) {
	return nil, errors.New("the scale target is not patched")
}
