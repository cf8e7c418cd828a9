// Command server-defaults prints what the API server sets in fields that an object leaves out: the defaulting functions of Kubernetes themselves, run on objects of
// every kind that are filled to every depth.
//
//	server-defaults > server-defaults.json
//
// By kind (`apps/v1/Deployment`), then by path (`spec.strategy.rollingUpdate.maxSurge`), the values that a field may get. What lies in the specification of pods is
// stated once, as that of `PodSpec`.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/intstr"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	_ "k8s.io/kubernetes/pkg/controlplane"
)

// Pointers and lists that lie in each other, at most, in any kind that has defaults.
const deepest = 9

type defaults map[string][]any

func main() {
	scheme := legacyscheme.Scheme
	for _, add := range []func(*runtime.Scheme) error{apiextensions.AddToScheme, apiregistration.AddToScheme} {
		if err := add(scheme); err != nil {
			panic(err)
		}
	}
	found := map[string]defaults{}
	for kind := range scheme.AllKnownTypes() {
		if !stable.MatchString(kind.Version) || !isStored(scheme, kind) {
			continue
		}
		for path, values := range defaultsOf(scheme, kind) {
			of, path := place(kind, path)
			if computed.MatchString(path) || strings.HasPrefix(path, "status.") {
				continue
			}
			if found[of] == nil {
				found[of] = defaults{}
			}
			for _, value := range values {
				found[of][path] = withValue(found[of][path], value)
			}
		}
	}
	for _, one := range found {
		for _, values := range one {
			sort.Slice(values, func(i, j int) bool { return text(values[i]) < text(values[j]) })
		}
	}
	written, err := json.MarshalIndent(found, "", "  ")
	if err != nil {
		panic(err)
	}
	fmt.Fprintln(os.Stdout, string(written))
}

// Fields whose default depends on another field, or on the time.
var computed = regexp.MustCompile(`ontainers\[\]\.imagePullPolicy$|^spec\.policyTypes$|\.timeAdded$`)

var stable = regexp.MustCompile(`^v\d+$`)

// Kinds of objects that have a name, and not those of requests and lists.
func isStored(scheme *runtime.Scheme, kind schema.GroupVersionKind) bool {
	object, err := scheme.New(kind)
	if err != nil {
		return false
	}
	_, named := object.(metav1.ObjectMetaAccessor)
	return named && !strings.HasSuffix(kind.Kind, "Review") && kind.Kind != "TokenRequest" && kind.Group != "imagepolicy.k8s.io"
}

var pods = regexp.MustCompile(`^(spec\.template|spec\.jobTemplate\.spec\.template|template)\.spec\.(.*)$`)

func place(kind schema.GroupVersionKind, path string) (string, string) {
	if kind.Kind == "Pod" && kind.Group == "" {
		if rest, inside := strings.CutPrefix(path, "spec."); inside {
			return "PodSpec", rest
		}
	}
	if parts := pods.FindStringSubmatch(path); parts != nil {
		return "PodSpec", parts[2]
	}
	return fmt.Sprintf("%s/%s/%s", kind.Group, kind.Version, kind.Kind), path
}

// Fields get defaults only where what they lie in is there, and some only where something else is not: an object is filled to one depth after the other.
func defaultsOf(scheme *runtime.Scheme, kind schema.GroupVersionKind) defaults {
	found := defaults{}
	for depth := 0; depth <= deepest; depth++ {
		for _, choice := range choices {
			object, err := scheme.New(kind)
			if err != nil {
				panic(err)
			}
			fill(reflect.ValueOf(object).Elem(), depth)
			choice(object)
			before := tree(object)
			if !defaulted(scheme, object) {
				continue
			}
			compare(before, tree(object), "", found)
		}
	}
	return found
}

// What decides which defaults another field gets.
var choices = []func(runtime.Object){
	func(runtime.Object) {},
	func(object runtime.Object) {
		if service, is := object.(*corev1.Service); is {
			service.Spec.Type = corev1.ServiceTypeLoadBalancer
			service.Spec.SessionAffinity = corev1.ServiceAffinityClientIP
		}
	},
}

// Some functions take for granted what validation has already refused.
func defaulted(scheme *runtime.Scheme, object runtime.Object) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	scheme.Default(object)
	return true
}

var whole = []reflect.Type{
	reflect.TypeFor[metav1.ObjectMeta](), reflect.TypeFor[metav1.TypeMeta](), reflect.TypeFor[metav1.Time](), reflect.TypeFor[metav1.MicroTime](),
	reflect.TypeFor[resource.Quantity](), reflect.TypeFor[intstr.IntOrString](), reflect.TypeFor[runtime.RawExtension](), reflect.TypeFor[apiextensions.JSONSchemaProps](),
}

func fill(value reflect.Value, depth int) {
	switch value.Kind() {
	case reflect.Struct:
		if slices.Contains(whole, value.Type()) {
			return
		}
		for index := range value.NumField() {
			if name := value.Type().Field(index).Name; name != "Status" && value.Field(index).CanSet() {
				fill(value.Field(index), depth)
			}
		}
	case reflect.Pointer:
		if depth > 0 && value.Type().Elem().Kind() == reflect.Struct && !slices.Contains(whole, value.Type().Elem()) {
			value.Set(reflect.New(value.Type().Elem()))
			fill(value.Elem(), depth-1)
		}
	case reflect.Slice:
		if depth > 0 && value.Type().Elem().Kind() == reflect.Struct && !slices.Contains(whole, value.Type().Elem()) {
			value.Set(reflect.MakeSlice(value.Type(), 1, 1))
			fill(value.Index(0), depth-1)
		}
	}
}

func tree(object runtime.Object) any {
	written, err := json.Marshal(object)
	if err != nil {
		panic(err)
	}
	var read any
	if err := json.Unmarshal(written, &read); err != nil {
		panic(err)
	}
	return read
}

// Adds every leaf that the second has and the first has not, and every list that is new as a whole.
func compare(before, after any, path string, found defaults) {
	if reflect.DeepEqual(before, after) {
		return
	}
	switch now := after.(type) {
	case map[string]any:
		was, _ := before.(map[string]any)
		if len(now) == 0 {
			found[path] = withValue(found[path], now)
		}
		for name, value := range now {
			compare(was[name], value, strings.TrimPrefix(path+"."+name, "."), found)
		}
	case []any:
		was, _ := before.([]any)
		if len(was) != len(now) {
			found[path] = withValue(found[path], now)
			return
		}
		for index, value := range now {
			compare(was[index], value, path+"[]", found)
		}
	default:
		found[path] = withValue(found[path], after)
	}
}

func withValue(values []any, value any) []any {
	if slices.ContainsFunc(values, func(one any) bool { return reflect.DeepEqual(one, value) }) {
		return values
	}
	return append(values, value)
}

func text(value any) string {
	written, _ := json.Marshal(value)
	return string(written)
}
