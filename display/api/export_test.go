package api

// Document gives the OpenAPI document as it is served.
func Document() ([]byte, error) { return document()() }

// Decode is the strict reading of a body.
func Decode(raw []byte, into any) error { return decode(raw, into) }

// IssueBody is the largest body there is.
type IssueBody = issueBody

// FinishBody is a body with a field that is needed.
type FinishBody = finishBody
