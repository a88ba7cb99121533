package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"onedoor/display"
	"onedoor/queue"
)

// maxBody is the largest body that is read, in bytes. The largest honest one
// is a transfer with a note of 500 characters.
const maxBody = 64 << 10

// errTooLarge is the code of a body over maxBody.
const errTooLarge queue.Code = "too_large"

// bodyError says why a request could not be read.
type bodyError struct {
	status int
	code   queue.Code
	args   map[string]string // "what" names the sentence
}

func (e *bodyError) Error() string { return string(e.code) + " " + e.args["what"] }

// unreadable makes the refusal of a request that is not in the expected form.
func unreadable(what string, pairs ...string) *bodyError {
	args := map[string]string{"what": what}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return &bodyError{http.StatusBadRequest, display.ErrBadRequest, args}
}

// read reads a request's body into a struct of a route and gives its bytes.
func read(c *gin.Context, into any) ([]byte, error) {
	raw, err := io.ReadAll(http.MaxBytesReader(c.Writer, c.Request.Body, maxBody))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &bodyError{http.StatusRequestEntityTooLarge, errTooLarge, map[string]string{
			"what": "over_limit", "max_bytes": strconv.Itoa(maxBody),
		}}
	case err != nil: // the caller hung up, or sent chunks that are none
		return nil, unreadable("broken_off")
	}
	return raw, decode(raw, into)
}

// decode reads a JSON object into a struct strictly: a field it doesn't have,
// twice the same one, a wrong type or a missing field with the tag need is
// refused by name. Names are matched letter by letter. An empty body is an
// empty object, null is as if the field weren't there.
func decode(raw []byte, into any) error {
	if len(bytes.TrimSpace(raw)) == 0 {
		raw = []byte("{}")
	}
	if !utf8.Valid(raw) {
		return unreadable("not_utf8")
	}
	fields := fieldsOf(into)
	dec := json.NewDecoder(bytes.NewReader(raw))
	notJSON := func() error { return unreadable("not_json", "at", strconv.FormatInt(dec.InputOffset(), 10)) }
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return notJSON()
	}
	given := map[string]bool{}
	for dec.More() {
		t, err := dec.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return notJSON()
		}
		i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
		switch {
		case i < 0:
			return unreadable("unknown_field", "field", short(name), "known", names(fields))
		case given[name]:
			return unreadable("twice", "field", name)
		}
		given[name] = true
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return notJSON()
		}
		if err := fields[i].set(value); err != nil {
			return err
		}
	}
	if _, err := dec.Token(); err != nil { // the closing brace
		return notJSON()
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return notJSON()
	}
	return missing(fields)
}

// field is one field of a body.
type field struct {
	name  string
	need  bool
	value reflect.Value
}

// fieldsOf lists the fields of a pointer to a struct of a route.
func fieldsOf(into any) []field {
	return fieldsIn(reflect.ValueOf(into).Elem())
}

// fieldsIn lists a struct's fields, those of one that it embeds among them.
func fieldsIn(v reflect.Value) []field {
	var fields []field
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			fields = append(fields, fieldsIn(v.Field(i))...)
			continue
		}
		fields = append(fields, field{f.Tag.Get("json"), f.Tag.Get("need") == "true", v.Field(i)})
	}
	return fields
}

// set takes a field's value; null leaves it as it is.
func (f *field) set(value json.RawMessage) error {
	if string(value) == "null" {
		return nil
	}
	if err := json.Unmarshal(value, f.value.Addr().Interface()); err != nil {
		return unreadable("wrong_type", "field", f.name, "expected", f.expected())
	}
	return nil
}

// expected names a field's type: the keys api.type.… of the catalogue.
func (f *field) expected() string {
	t := f.value.Type()
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[class]():
		return "priority"
	case t == reflect.TypeFor[time.Time]():
		return "time"
	case t == reflect.TypeFor[brief]():
		return "brief"
	case t == reflect.TypeFor[posts]():
		return "posts"
	case t.Kind() == reflect.Bool:
		return "boolean"
	case t.Kind() == reflect.String:
		return "string"
	case t == reflect.TypeFor[queue.Text]():
		return "text"
	case t.Kind() == reflect.Slice:
		return "list"
	}
	return "integer"
}

// missing refuses a body that lacks what the route needs.
func missing(fields []field) error {
	for _, f := range fields {
		if f.need && f.value.IsZero() {
			return unreadable("missing_field", "field", f.name)
		}
	}
	return nil
}

// names lists what a body may have, for people.
func names(fields []field) string {
	if len(fields) == 0 {
		return "–"
	}
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.name
	}
	return strings.Join(list, ", ")
}

// short cuts a name that somebody else chose.
func short(name string) string {
	const most = 40
	if r := []rune(name); len(r) > most {
		return string(r[:most]) + "…"
	}
	return name
}

// class is a ticket's class as a body tells it: true and false for priority
// and ordinary, or the class's name.
type class queue.Class

// UnmarshalJSON takes a boolean or a string.
func (k *class) UnmarshalJSON(b []byte) error {
	var priority bool
	if err := json.Unmarshal(b, &priority); err == nil {
		*k = class(queue.ClassOrdinary)
		if priority {
			*k = class(queue.ClassPriority)
		}
		return nil
	}
	return json.Unmarshal(b, (*string)(k))
}
