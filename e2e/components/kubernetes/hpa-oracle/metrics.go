package main

import (
	"fmt"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	core "k8s.io/client-go/testing"
	custom "k8s.io/metrics/pkg/apis/custom_metrics/v1beta2"
	external "k8s.io/metrics/pkg/apis/external_metrics/v1beta1"
	resources "k8s.io/metrics/pkg/apis/metrics/v1beta1"
	resourcefake "k8s.io/metrics/pkg/client/clientset/versioned/fake"
	resourceclient "k8s.io/metrics/pkg/client/clientset/versioned/typed/metrics/v1beta1"
	customfake "k8s.io/metrics/pkg/client/custom_metrics/fake"
	externalfake "k8s.io/metrics/pkg/client/external_metrics/fake"
)

// defaultWindow in seconds over which a pod's usage was measured; the controller's own tests say a minute, too.
const defaultWindow = 60

// resourceMetrics plays metrics.k8s.io. A sample is new unless the pod says when it was taken.
func (w *World) resourceMetrics() resourceclient.MetricsV1beta1Interface {
	client := &resourcefake.Clientset{}
	client.AddReactor("list", "pods", func(core.Action) (bool, runtime.Object, error) {
		list := &resources.PodMetricsList{}
		for _, pod := range w.present() {
			if pod.Usage != nil {
				list.Items = append(list.Items, w.sample(pod))
			}
		}
		return true, list, nil
	})
	return client.MetricsV1beta1()
}

func (w *World) sample(pod Pod) resources.PodMetrics {
	sample := resources.PodMetrics{
		ObjectMeta: metav1.ObjectMeta{Name: pod.Name, Namespace: namespace, Labels: selector},
		Timestamp:  w.at(stated(pod.SampledAt, w.now())),
		Window:     metav1.Duration{Duration: duration(stated(pod.WindowSeconds, defaultWindow))},
	}
	for name, usage := range pod.Usage {
		sample.Containers = append(sample.Containers, resources.ContainerMetrics{Name: name, Usage: resourceList(usage)})
	}
	return sample
}

func resourceList(amounts map[string]int64) v1.ResourceList {
	list := v1.ResourceList{}
	for name, milli := range amounts {
		list[v1.ResourceName(name)] = *resource.NewMilliQuantity(milli, resource.DecimalSI)
	}
	return list
}

// customMetrics plays custom.metrics.k8s.io: values of pods, and of the object that a metric describes.
func (w *World) customMetrics() *customfake.FakeCustomMetricsClient {
	client := &customfake.FakeCustomMetricsClient{}
	client.AddReactor("get", "*", func(action core.Action) (bool, runtime.Object, error) {
		wanted := action.(customfake.GetForAction)
		list := &custom.MetricValueList{}
		if wanted.GetName() != "*" {
			value, err := w.metric(wanted.GetMetricName())
			if err != nil {
				return true, nil, err
			}
			list.Items = append(list.Items, custom.MetricValue{Timestamp: w.at(w.now()), Value: *resource.NewMilliQuantity(value, resource.DecimalSI)})
			return true, list, nil
		}
		for _, pod := range w.present() {
			if value, known := pod.Values[wanted.GetMetricName()]; known {
				item := custom.MetricValue{Timestamp: w.at(w.now()), Value: *resource.NewMilliQuantity(value, resource.DecimalSI)}
				item.DescribedObject = v1.ObjectReference{Kind: "Pod", Name: pod.Name, Namespace: namespace}
				list.Items = append(list.Items, item)
			}
		}
		return true, list, nil
	})
	return client
}

// externalMetrics plays external.metrics.k8s.io.
func (w *World) externalMetrics() *externalfake.FakeExternalMetricsClient {
	client := &externalfake.FakeExternalMetricsClient{}
	client.AddReactor("list", "*", func(action core.Action) (bool, runtime.Object, error) {
		value, err := w.metric(action.GetResource().Resource)
		if err != nil {
			return true, nil, err
		}
		item := external.ExternalMetricValue{Timestamp: w.at(w.now()), Value: *resource.NewMilliQuantity(value, resource.DecimalSI)}
		return true, &external.ExternalMetricValueList{Items: []external.ExternalMetricValue{item}}, nil
	})
	return client
}

func (w *World) present() []Pod {
	if w.step == nil {
		return nil
	}
	return w.step.Pods
}

func (w *World) metric(name string) (int64, error) {
	if w.step != nil {
		if value := w.step.Metrics[name]; value != nil {
			return *value, nil
		}
	}
	return 0, fmt.Errorf("%s is not available", name)
}
