package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"unicode/utf8"
)

// deepest is how many objects and arrays may stand within each other; what programs send needs five.
const deepest = 16

// The ways in which a body is no JSON that is taken. None of them quotes it.
var (
	errNotUTF8   = errors.New("it is not UTF-8")
	errNotJSON   = errors.New("it is not one JSON document")
	errTooDeep   = errors.New("it is too deep")
	errSameNames = errors.New("an object has two members of one name")
)

// parseJSON reads one JSON document strictly: in UTF-8 without replacement characters, which are what another encoding
// becomes on the way; no deeper than deepest; each name once in an object; and nothing after it. Numbers are
// json.Number.
func parseJSON(body []byte) (any, error) {
	if !utf8.Valid(body) || bytes.ContainsRune(body, utf8.RuneError) {
		return nil, errNotUTF8
	}
	valid := json.Valid(body) // false too for what is deeper than the library reads
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	v, err := parseValue(d, 0)
	if !valid && err != errTooDeep { //nolint:errorlint // it is given as it is
		return nil, errNotJSON
	}
	return v, err
}

// parseValue reads the next value of a document, which may turn out not to be valid further on.
func parseValue(d *json.Decoder, depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, errNotJSON
	}
	if s, is := token.(string); is && strings.ContainsRune(s, utf8.RuneError) {
		return nil, errNotUTF8 // half of a surrogate pair
	}
	opens, ok := token.(json.Delim)
	if !ok {
		return token, nil
	}
	if depth == deepest {
		return nil, errTooDeep
	}
	if opens == '[' {
		return parseArray(d, depth)
	}
	return parseObject(d, depth)
}

func parseArray(d *json.Decoder, depth int) (any, error) {
	array := []any{}
	for d.More() {
		v, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		array = append(array, v)
	}
	_, err := d.Token()
	return array, notJSON(err)
}

func parseObject(d *json.Decoder, depth int) (any, error) {
	object := map[string]any{}
	for d.More() {
		token, err := d.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, errNotJSON
		}
		if _, twice := object[name]; twice {
			return nil, errSameNames
		}
		if object[name], err = parseValue(d, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return object, notJSON(err)
}

func notJSON(err error) error {
	if err != nil {
		return errNotJSON
	}
	return nil
}
