package runtime

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"sync"
	"time"
)

// invocation is one call of a function. It is finished exactly once, by whoever is first: the function's answer, its
// timeout, or the end of its worker.
type invocation struct {
	id       string
	payload  []byte
	once     sync.Once
	finished chan struct{}
	result   Result
}

func newInvocation(payload []byte) *invocation {
	return &invocation{id: newRequestID(), payload: payload, finished: make(chan struct{})}
}

// newRequestID gives a random UUID, the form of Lambda's request ids.
func newRequestID() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func (i *invocation) succeed(payload []byte) { i.finish(Result{Payload: payload}) }

// fail ends the invocation with the error document that the function posted.
func (i *invocation) fail(document []byte) {
	i.finish(Result{Payload: document, FunctionError: "Unhandled"})
}

// failAs ends the invocation with an error that Lambda itself makes, in Lambda's words.
func (i *invocation) failAs(kind, format string, args ...any) {
	i.fail(errorDocument(kind, "RequestId: "+i.id+" Error: "+fmt.Sprintf(format, args...)))
}

func (i *invocation) timeOut(after time.Duration) {
	i.failAs("Sandbox.Timedout", "Task timed out after %.2f seconds", after.Seconds())
}

func (i *invocation) finish(r Result) {
	i.once.Do(func() {
		r.RequestID = i.id
		i.result = r
		close(i.finished)
	})
}

func errorDocument(kind, message string) []byte {
	document, err := json.Marshal(map[string]string{"errorType": kind, "errorMessage": message})
	if err != nil {
		panic("runtime: two strings cannot be written as JSON: " + err.Error())
	}
	return document
}
