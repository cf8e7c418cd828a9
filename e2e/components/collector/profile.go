package main

import (
	"log"
	"net/http"
	_ "net/http/pprof"
	"os"
)

// Serves Go's profiles where OTELCOL_PPROF says, `host:port`, and nowhere without it. The collector's own extension is not among the modules that resolve.
func init() {
	if address := os.Getenv("OTELCOL_PPROF"); address != "" {
		go func() { log.Print(http.ListenAndServe(address, nil)) }()
	}
}
