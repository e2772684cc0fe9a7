package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"voiceforum/shared/session"
)

// TestPagesAreValid holds every page, in every state, to the standard and the accessibility rules.
func TestPagesAreValid(t *testing.T) {
	d := newDesk(t)
	facilitator, observer := d.person("facilitator"), d.person("observer")
	samples := map[string]reply{
		"welcome":       d.stranger().get("/portal"),
		"signed-out":    d.stranger().get("/portal/signed-out"),
		"not-signed-in": d.stranger().get("/portal/signed-in"),
		"ended":         d.stranger().post("/portal/forums/2026-Q4/close"),
		"home":          facilitator.get("/portal"),
		"home-observer": observer.get("/portal"),
		"forum-open":    facilitator.get("/portal/forums/2026-Q4"),
		"forum-no-live": facilitator.get("/portal/forums/2027-Q1"),
		"forum-closed":  facilitator.get("/portal/forums/2026-Q3"),
		"forum-public":  observer.get("/portal/forums/2026-Q2"),
		"close":         facilitator.get("/portal/forums/2026-Q4/close"),
		"publish":       facilitator.get("/portal/forums/2026-Q3/publish"),
		"release":       facilitator.get("/portal/forums/2026-Q3/releases/1?sort=mentions"),
		"refused-role":  observer.get("/portal/audit"),
		"refused-none":  d.person().get("/portal"),
		"late":          facilitator.post("/portal/forums/2026-Q3/close"),
		"audit":         facilitator.get("/portal/audit"),
		"audit-empty":   facilitator.get("/portal/audit?month=2026-01"),
		"audit-search":  facilitator.get("/portal/audit?who=sample&what=view-audit&about=none"),
		"not-found":     facilitator.get("/portal/elsewhere"),
		"forbidden":     facilitator.send(http.MethodPost, "/portal/forums/2026-Q4/close", nil),
	}
	facilitator.post("/portal/forums/2026-Q4/close")
	d.tamper(1)
	samples["audit-broken"] = facilitator.get("/portal/audit")
	samples["forum-closing"] = facilitator.get("/portal/forums/2026-Q4")
	d.pass(session.Absolute + time.Hour)
	samples["welcome-later"] = facilitator.get("/portal")

	dir := os.Getenv("SAMPLE_PAGES") // to look at them
	if dir == "" {
		dir = t.TempDir()
	}
	arguments := []string{filepath.Join("..", "..", "web", "pages", "validate.mjs")}
	for name, page := range samples {
		file := filepath.Join(dir, name+".html")
		if err := os.WriteFile(file, []byte(page.body), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	if out, err := exec.Command("node", arguments...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
