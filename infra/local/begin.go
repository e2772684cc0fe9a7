package local

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"voiceforum/infra/local/iam"
	"voiceforum/infra/local/samples"
	"voiceforum/infra/local/template"
)

// lock makes sure that nobody else runs a platform on the same data.
func (p *Platform) lock(context.Context) error {
	if err := os.MkdirAll(p.path("data"), 0o700); err != nil {
		return err
	}
	file, err := os.OpenFile(p.path("data", "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return errors.Join(fmt.Errorf("another platform is running on %s; stop it, or give this one its own folder with --data", p.Dir), file.Close())
	}
	p.later("the lock on the data", file.Close)
	return nil
}

// listen takes the site's port, so that its address is known to everything that is started after it. Until the site
// is served, requests wait.
func (p *Platform) listen(context.Context) error {
	listener, err := net.Listen("tcp", net.JoinHostPort("localhost", strconv.Itoa(p.o.Port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("port %d is in use by another program; stop that, or choose another port with --port", p.o.Port)
	}
	if err != nil {
		return err
	}
	p.site = listener
	p.later("the site's address", func() error { return ignoreClosed(listener.Close()) })
	p.Site = fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	return nil
}

// describe reads the template. It needs the issuer's address before the issuer runs, so it chooses that.
func (p *Platform) describe(context.Context) error {
	port, err := freePort()
	if err != nil {
		return err
	}
	p.issuerPort = port
	p.Issuer = fmt.Sprintf("http://127.0.0.1:%d", port)
	parameters := map[string]string{
		"SiteAddress": p.Site, "AlarmEmail": "nobody@voiceforum.example", "PartnerClients": samples.ClientIDs(),
		"SurgeFloor": strconv.Itoa(p.o.Surge),
	}
	if p.o.Exit != "" {
		parameters["ExitAddress"] = p.o.Exit
	}
	resolver := template.Local(p.o.Root, template.LocalOptions{Issuer: p.Issuer, Site: p.Site})
	if p.described, err = template.Load(p.o.Template, parameters, resolver); err != nil {
		return err
	}
	p.policy, err = iam.New(p.described.Functions)
	return err
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

func (p *Platform) path(parts ...string) string {
	return filepath.Join(append([]string{p.Dir}, parts...)...)
}

// drainWithin is how long requests under way may take to end when the platform stops.
const drainWithin = 10 * time.Second

// serve serves a handler on an address of this machine, or on a listener that is there already, until the platform
// stops.
func (p *Platform) serve(what string, listener net.Listener, server *http.Server) (address string, err error) {
	if listener == nil {
		if listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return "", err
		}
	}
	server.ReadHeaderTimeout = time.Minute
	ended := make(chan struct{})
	go func() {
		server.Serve(listener) //nolint:errcheck // watched below
		close(ended)
	}()
	p.watch(what, ended)
	p.later(what, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			return server.Close()
		}
		return nil
	})
	return "http://" + listener.Addr().String(), nil
}

func ignoreClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}
