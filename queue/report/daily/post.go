package daily

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"onedoor/queue/report/sheet"
)

// Key is what tells a repetition from another day, and from a correction.
func Key(i Issue) string {
	key := i.Journal + "-" + string(i.Day)
	if i.Revision > 1 {
		key += "-r" + strconv.Itoa(i.Revision)
	}
	return key
}

// post sends what is due. What is sent is kept before it leaves, so that it is the same at
// each try.
func (d *Daily) post(ctx context.Context, to Post, m *mark, book *sheet.Book) error {
	if book != nil {
		var b, small bytes.Buffer
		if err := book.JSON(&b); err != nil {
			return &fault{trouble: TroubleFigures, err: err}
		}
		if err := json.Compact(&small, b.Bytes()); err != nil {
			return &fault{trouble: TroubleFigures, err: err}
		}
		m.Body = small.Bytes()
		if err := d.keep(ctx, "daily.post", m); err != nil {
			m.Body = nil
			return &fault{trouble: TroubleBooks, err: err}
		}
	}
	token, err := readToken(to.TokenFile)
	if err != nil {
		return &fault{trouble: TroubleToken, err: err}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(m.Body))
	if err != nil {
		return &fault{trouble: TroubleReach, err: errors.New("the address can't be used")}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	req.Header.Set("User-Agent", "OneDoor")
	req.Header.Set("Idempotency-Key", Key(Issue{Day: m.Day, Revision: m.Revision, Journal: m.Journal}))
	switch {
	case token == "":
	case to.Header == "" || strings.EqualFold(to.Header, "Authorization"):
		req.Header.Set("Authorization", "Bearer "+token)
	default:
		req.Header.Set(to.Header, token)
	}
	resp, err := d.client.Do(req)
	if err != nil {
		return faultOf(err)
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10)) // so that the line can be used again
	_ = resp.Body.Close()
	if c := resp.StatusCode; c/100 != 2 && c != http.StatusConflict {
		return &fault{trouble: TroubleAnswer, code: c, after: retryAfter(resp.Header.Get("Retry-After"), d.Now())}
	}
	return nil
}

// mostToken bounds a token's file.
const mostToken = 8 << 10

// readToken reads a token that stands alone in a file.
func readToken(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(io.LimitReader(f, mostToken))
	_ = f.Close() // only read
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(b))
	if token == "" || strings.ContainsFunc(token, func(r rune) bool { return r < '!' || r > '~' }) {
		return "", errors.New("the file holds no token of one line")
	}
	return token, nil
}

// faultOf names what kept a request from an answer, without its address.
func faultOf(err error) error {
	f := &fault{trouble: TroubleReach, err: err}
	if u, ok := errors.AsType[*url.Error](err); ok {
		f.err = u.Err
		if u.Timeout() {
			f.trouble = TroubleTimeout
		}
	}
	_, alert := errors.AsType[*tls.CertificateVerificationError](err)
	_, name := errors.AsType[x509.HostnameError](err)
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	if alert || name || unknown {
		f.trouble = TroubleTrust
	}
	if dns, ok := errors.AsType[*net.DNSError](err); ok {
		f.err = errors.New(dns.Err)
	}
	return f
}

// retryAfter reads how long the other end asks us to wait: seconds, or a date.
func retryAfter(text string, now time.Time) time.Duration {
	if s, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && s > 0 {
		return time.Duration(min(s, int(mostAfter/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(at.Sub(now), 0)
	}
	return 0
}
