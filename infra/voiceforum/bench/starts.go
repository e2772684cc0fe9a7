package bench

import (
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// starts prints how long each function takes from its process's start to its first poll, beside an empty Lambda's, by
// turns.
func (b *bench) starts(ctx context.Context) error {
	empty := filepath.Join(b.dir, "empty")
	compile := exec.CommandContext(ctx, "go", "build", "-trimpath", "-tags", "lambda.norpc", "-ldflags", "-s -w", "-o", empty, "./infra/voiceforum/bench/empty")
	compile.Dir, compile.Env = b.Root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := compile.CombinedOutput(); err != nil {
		os.Stderr.Write(out) //nolint:errcheck // only to help whoever reads the error below
		return err
	}
	described, err := b.described()
	if err != nil {
		return err
	}
	b.section("From a process's start to its first poll (median of starts, by turns with an empty Lambda)")
	for _, f := range described.Functions {
		env := []string{"AWS_REGION=eu-west-2", "AWS_ACCESS_KEY_ID=bench", "AWS_SECRET_ACCESS_KEY=bench"}
		for name, value := range f.Environment {
			env = append(env, name+"="+value)
		}
		var ours, plain []time.Duration
		for range b.Starts {
			for binary, into := range map[string]*[]time.Duration{b.platform.Binary(f.Name): &ours, empty: &plain} {
				took, err := firstPoll(ctx, binary, env)
				if err != nil {
					return err
				}
				*into = append(*into, took)
			}
		}
		b.row(f.Name, "%.1f ms; empty %.1f ms; over empty %.1f ms", ms(median(ours)), ms(median(plain)), ms(median(ours)-median(plain)))
	}
	return nil
}

// firstPoll starts a function's binary and waits for it to ask for work.
func firstPoll(ctx context.Context, binary string, env []string) (time.Duration, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	polled := make(chan time.Time, 1)
	server := &http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case polled <- time.Now():
		default:
		}
		<-r.Context().Done()
	})}
	go server.Serve(listener) //nolint:errcheck // it is closed below
	defer server.Close()

	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary)
	cmd.Env = append(slices.Clone(env), "AWS_LAMBDA_RUNTIME_API="+listener.Addr().String(), "AWS_LAMBDA_FUNCTION_NAME=bench")
	started := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	defer cmd.Wait() //nolint:errcheck // it was killed
	defer cmd.Process.Kill()
	select {
	case at := <-polled:
		return at.Sub(started), nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

func median(d []time.Duration) time.Duration {
	d = slices.Sorted(slices.Values(d))
	return d[len(d)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
