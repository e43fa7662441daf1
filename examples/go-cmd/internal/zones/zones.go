// Package zones answers with times in time zones.
package zones

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"net/http"
	"time"
)

// Handler answers with the time in the zone that the request names, and with how that zone is called.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		zone, err := time.LoadLocation(cmp.Or(r.URL.Query().Get("zone"), "UTC"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		name, offset := time.Date(2026, time.January, 15, 12, 0, 0, 0, zone).Zone()
		roots, err := x509.SystemCertPool()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "%s %s%+d, certificates: %t\n", time.Now().In(zone).Format(time.RFC3339), name, offset/3600, !roots.Equal(x509.NewCertPool()))
	})
}

// DriftHandler answers with the difference to the Date header of a server that is reached over TLS.
func DriftHandler(server string) http.Handler {
	client := &http.Client{Timeout: 5 * time.Second}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer, err := client.Head(server)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer answer.Body.Close()
		theirs, err := http.ParseTime(answer.Header.Get("Date"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		fmt.Fprintln(w, time.Since(theirs).Round(time.Second))
	})
}
