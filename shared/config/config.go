// Package config reads a service's typed settings from its environment, once, when it starts. What is missing or
// malformed is named all at once; values are never repeated, because some of them are secrets.
package config

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"voiceforum/shared/fault"
)

// Load fills a T from the environment that getenv reads, usually os.Getenv. T is a struct whose fields carry the
// variable's name:
//
//	Table string        `env:"FEEDBACK_TABLE"`
//	Idle  time.Duration `env:"IDLE_LIMIT" default:"30m"`
//	Trace bool          `env:"TRACE" optional:"true"`
//
// A field may be a string, a bool, an int, a time.Duration, or a struct of such fields. One without a default, and not
// optional, must be set. The error is fault.Internal and names every variable that is missing or cannot be read.
func Load[T any](getenv func(string) string) (T, error) {
	var loaded T
	l := loader{getenv: getenv}
	l.fill(reflect.ValueOf(&loaded).Elem())
	if len(l.problems) > 0 {
		return loaded, fault.New(fault.Internal, "environment: %s", strings.Join(l.problems, "; "))
	}
	return loaded, nil
}

type loader struct {
	getenv   func(string) string
	problems []string
}

func (l *loader) fill(v reflect.Value) {
	if v.Kind() != reflect.Struct {
		l.problems = append(l.problems, fmt.Sprintf("%s is not a struct", v.Type()))
		return
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, tagged := field.Tag.Lookup("env")
		switch {
		case tagged && !field.IsExported():
			l.problems = append(l.problems, field.Name+" is not exported")
		case tagged:
			l.set(v.Field(i), name, field.Tag)
		case field.Type.Kind() == reflect.Struct && field.IsExported():
			l.fill(v.Field(i))
		}
	}
}

func (l *loader) set(v reflect.Value, name string, tag reflect.StructTag) {
	text := l.getenv(name)
	if text == "" {
		text = tag.Get("default")
	}
	if text == "" {
		if tag.Get("optional") != "true" {
			l.problems = append(l.problems, name+" is missing")
		}
		return
	}
	if !parse(v, text) {
		l.problems = append(l.problems, fmt.Sprintf("%s is not a %s", name, v.Type()))
	}
}

func parse(v reflect.Value, text string) bool {
	if v.Type() == reflect.TypeFor[time.Duration]() {
		d, err := time.ParseDuration(text)
		v.SetInt(int64(d))
		return err == nil
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
		return true
	case reflect.Bool:
		b, err := strconv.ParseBool(text)
		v.SetBool(b)
		return err == nil
	case reflect.Int:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		v.SetInt(n)
		return err == nil
	default:
		return false
	}
}
