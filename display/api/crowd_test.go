package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"

	"onedoor/queue"
)

// crowd is many callers over real connections.
type crowd struct {
	t      *testing.T
	client *http.Client
	url    string
}

func (c *crowd) post(token, path, body string) (int, map[string]any) {
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		c.t.Error(err)
		return 0, nil
	}
	r.Header.Set("Authorization", "Bearer "+token)
	w, err := c.client.Do(r)
	if err != nil {
		c.t.Error(err)
		return 0, nil
	}
	defer w.Body.Close()
	raw, err := io.ReadAll(w.Body)
	if err != nil {
		c.t.Error(err)
	}
	var v map[string]any
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &v); err != nil {
			c.t.Errorf("%s: %v", raw, err)
		}
	}
	return w.StatusCode, v
}

// 32 issuers and 4 windows that call at once: no error, no number twice, no
// ticket called twice, none forgotten.
func TestACrowd(t *testing.T) {
	const issuers, each, windows = 32, 25, 4
	h := open(t, func(b *build) {
		for i := range b.rules.Windows {
			b.rules.Windows[i].Services = []queue.ServiceID{"legal", "labour", "court"}
		}
	})
	server := httptest.NewServer(h.handler)
	defer server.Close()
	c := &crowd{t, server.Client(), server.URL + "/api/v1"}
	c.client.Transport.(*http.Transport).MaxIdleConnsPerHost = issuers + windows
	token := h.token("boss")
	ids := []string{"w1", "w2", "w3", "court"}
	for _, id := range ids {
		h.act("boss", id, "open", "")
	}

	var mu sync.Mutex
	var issued, called []string
	var done bool
	var issuing, calling sync.WaitGroup
	for i := range issuers {
		issuing.Go(func() {
			for j := range each {
				service := []string{"legal", "labour", "court"}[(i+j)%3]
				status, v := c.post(token, "/tickets", fmt.Sprintf(`{"service":%q,"priority":%t}`, service, j%5 == 0))
				if status != http.StatusCreated {
					t.Errorf("issue: %d %v", status, v)
					return
				}
				mu.Lock()
				issued = append(issued, v["number"].(string))
				mu.Unlock()
			}
		})
	}
	for _, id := range ids {
		calling.Go(func() {
			for {
				mu.Lock()
				last := done
				mu.Unlock()
				status, v := c.post(token, "/windows/"+id+"/next", "")
				if status == http.StatusNoContent {
					if last { // all were issued before this one found nobody
						return
					}
					continue
				}
				if status != http.StatusOK {
					t.Errorf("next at %s: %d %v", id, status, v)
					return
				}
				mu.Lock()
				called = append(called, v["ticket"].(map[string]any)["number"].(string))
				mu.Unlock()
				if status, v := c.post(token, "/windows/"+id+"/finish", `{"outcome":"answered"}`); status != http.StatusOK {
					t.Errorf("finish at %s: %d %v", id, status, v)
					return
				}
			}
		})
	}
	issuing.Wait()
	mu.Lock()
	done = true
	mu.Unlock()
	calling.Wait()
	slices.Sort(issued)
	slices.Sort(called)
	if n := len(slices.Compact(slices.Clone(issued))); n != issuers*each || len(issued) != n {
		t.Errorf("%d numbers, %d different, of %d", len(issued), n, issuers*each)
	}
	if !slices.Equal(issued, called) {
		t.Errorf("%d issued, %d called, not the same", len(issued), len(called))
	}
}
