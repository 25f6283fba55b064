package main

import (
	"fmt"
	"net"
	"net/http"

	"handrail/app"
	"handrail/app/config"
	"handrail/handlers/measure"
)

// measured counts and serves what was counted on an address of its own, where one
// was set: never where people are served.
func measured(c config.Config, a *app.App) (*measure.Meter, func(), error) {
	if c.MetricsAddr == "" {
		return nil, func() {}, nil
	}
	l, err := net.Listen("tcp", c.MetricsAddr)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errAddress, err)
	}
	meter := &measure.Meter{}
	s := &http.Server{
		Handler:           meter.Serve(func() []measure.Gauge { return gauges(a) }),
		ReadHeaderTimeout: headTimeout, IdleTimeout: idleTimeout, WriteTimeout: headTimeout, MaxHeaderBytes: mostHead,
	}
	go func() { _ = s.Serve(l) }() // it ends when it is closed
	return meter, func() { _ = s.Close() }, nil
}

func gauges(a *app.App) []measure.Gauge {
	var out []measure.Gauge
	for _, g := range a.Gauges() {
		out = append(out, measure.Gauge(g))
	}
	return out
}
