package main

import (
	"net/http/httptest"
	"strings"
	"testing"
)

func TestHello(t *testing.T) {
	answer := httptest.NewRecorder()
	routes().ServeHTTP(answer, httptest.NewRequest("GET", "/hello?name=gopher", nil))
	if !strings.Contains(answer.Body.String(), "hello gopher") {
		t.Fatal(answer.Body.String())
	}
}
