// Command hpa-oracle lets the HorizontalPodAutoscaler controller of Kubernetes decide cases from a file. The controller is the real one, with its informers, work
// queue and metrics clients; only the API server is played, and its clock is virtual (testing/synctest), so hours take milliseconds.
//
//	hpa-oracle -cases cases.jsonl -answers answers.jsonl
//
// The format of cases and answers is described in simulator/hpa/hpa-case.ts.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"testing"

	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/klog/v2"
)

var (
	casesFile   = flag.String("cases", "", "file with one case a line")
	answersFile = flag.String("answers", "", "file for one answer a line, in the order of the cases")
	workers     = flag.Int("workers", runtime.GOMAXPROCS(0), "cases decided at the same time")
)

func main() {
	// synctest needs a test; a program that is none can still run one.
	testing.Main(func(string, string) (bool, error) { return true, nil }, []testing.InternalTest{{Name: "Oracle", F: answerAll}}, nil, nil)
}

func answerAll(t *testing.T) {
	// An error of a sync is part of the answer. The handler that is there by default sleeps behind a lock of the whole process, which no bubble may wait for.
	utilruntime.ErrorHandlers = nil
	klog.SetOutput(io.Discard)
	klog.LogToStderr(false)
	cases, err := readCases(*casesFile)
	if err != nil {
		t.Fatal(err)
	}
	answers := make([]Answer, len(cases))
	next := make(chan int, len(cases))
	for index := range cases {
		next <- index
	}
	close(next)
	t.Run("cases", func(t *testing.T) {
		for range *workers {
			t.Run("worker", func(t *testing.T) {
				t.Parallel()
				for index := range next {
					answers[index] = decide(t, cases[index])
				}
			})
		}
	})
	if err := writeAnswers(*answersFile, answers); err != nil {
		t.Fatal(err)
	}
}

func readCases(path string) ([]Case, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var cases []Case
	scanner := bufio.NewScanner(file)
	scanner.Buffer(make([]byte, 1<<20), 1<<28)
	for line := 1; scanner.Scan(); line++ {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var one Case
		if err := json.Unmarshal(scanner.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, line, err)
		}
		cases = append(cases, one)
	}
	return cases, scanner.Err()
}

func writeAnswers(path string, answers []Answer) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	encoder := json.NewEncoder(file)
	for _, answer := range answers {
		if err := encoder.Encode(answer); err != nil {
			return err
		}
	}
	return nil
}
