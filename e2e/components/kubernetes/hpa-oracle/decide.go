package main

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	autoscalingv2 "k8s.io/api/autoscaling/v2"
	"k8s.io/apimachinery/pkg/api/meta/testrestmapper"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	core "k8s.io/client-go/testing"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/apis/apps/install"
	"k8s.io/kubernetes/pkg/apis/autoscaling"
	_ "k8s.io/kubernetes/pkg/apis/autoscaling/install"
	_ "k8s.io/kubernetes/pkg/apis/core/install"
	"k8s.io/kubernetes/pkg/controller/podautoscaler"
	"k8s.io/kubernetes/pkg/controller/podautoscaler/metrics"
	strategy "k8s.io/kubernetes/pkg/registry/autoscaling/horizontalpodautoscaler"
)

const (
	namespace = "oracle"
	workload  = "workload"
)

var mapper = testrestmapper.TestOnlyStaticRESTMapper(legacyscheme.Scheme)

// decide runs the controller over one case, in a bubble of its own.
func decide(t *testing.T, one Case) Answer {
	answer := Answer{ID: one.ID, Replicas: [][2]float64{}}
	autoscaler, invalid := created(one.Spec)
	if len(invalid) > 0 {
		answer.Invalid = invalid
		return answer
	}
	synctest.Test(t, func(t *testing.T) { run(one, autoscaler, &answer) })
	return answer
}

// created is the object as the API server stores it: with its defaults, and only if it has nothing against it.
func created(spec autoscalingv2.HorizontalPodAutoscalerSpec) (*autoscalingv2.HorizontalPodAutoscaler, []string) {
	object := &autoscalingv2.HorizontalPodAutoscaler{ObjectMeta: metav1.ObjectMeta{Name: workload, Namespace: namespace}, Spec: *spec.DeepCopy()}
	object.Spec.ScaleTargetRef = autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: workload}
	legacyscheme.Scheme.Default(object)
	internal := &autoscaling.HorizontalPodAutoscaler{}
	if err := legacyscheme.Scheme.Convert(object, internal, nil); err != nil {
		return nil, []string{err.Error()}
	}
	var invalid []string
	ctx := request.WithRequestInfo(context.Background(), &request.RequestInfo{APIGroup: "autoscaling", APIVersion: "v2", Resource: "horizontalpodautoscalers"})
	for _, err := range strategy.Strategy.Validate(ctx, internal) {
		invalid = append(invalid, err.Error())
	}
	return object, invalid
}

func run(one Case, autoscaler *autoscalingv2.HorizontalPodAutoscaler, answer *Answer) {
	ctx, cancel := context.WithCancel(context.Background())
	client := fake.NewSimpleClientset(autoscaler)
	factory := informers.NewSharedInformerFactory(client, 0)
	pods := factory.Core().V1().Pods()
	world := &World{one: one, start: time.Now(), replicas: one.InitialReplicas, pods: pods.Informer().GetIndexer(), answer: answer}
	client.PrependReactor("update", "horizontalpodautoscalers", world.statusWritten)
	client.PrependReactor("create", "events", eventWritten)
	controller := podautoscaler.NewHorizontalController(
		ctx,
		client.CoreV1(),
		world,
		client.AutoscalingV2(),
		mapper,
		metrics.NewRESTMetricsClient(world.resourceMetrics(), world.customMetrics(), world.externalMetrics()),
		factory.Autoscaling().V2().HorizontalPodAutoscalers(),
		pods,
		duration(one.SyncSeconds),
		duration(stated(one.Controller.DownscaleStabilizationSeconds, 300)),
		stated(one.Controller.Tolerance, 0.1),
		duration(stated(one.Controller.CPUInitializationPeriodSeconds, 300)),
		duration(stated(one.Controller.InitialReadinessDelaySeconds, 30)),
	)
	factory.Start(ctx.Done())
	ended := make(chan struct{})
	go func() {
		controller.Run(ctx, 1)
		close(ended)
	}()
	// a sync at the very last moment still counts
	time.Sleep(duration(one.Until))
	synctest.Wait()
	cancel()
	<-ended
	factory.Shutdown()
}

// eventWritten forgets it: a day of events is more than all else that the API server would hold.
func eventWritten(action core.Action) (bool, runtime.Object, error) {
	return true, action.(core.CreateAction).GetObject(), nil
}

func stated(value *float64, otherwise float64) float64 {
	if value == nil {
		return otherwise
	}
	return *value
}

func duration(seconds float64) time.Duration {
	return time.Duration(seconds * float64(time.Second))
}

func described(condition autoscalingv2.HorizontalPodAutoscalerCondition) string {
	return fmt.Sprintf("%s=%s %s", condition.Type, condition.Status, condition.Reason)
}
