package admin_test

import (
	"crypto/x509"
	"net/netip"
	"testing"
	"time"

	"onedoor/config"
	"onedoor/queue"
)

// TestHallSaysWhyPhonesDoNotGetThrough has a sentence for each of the faults.
func TestHallSaysWhyPhonesDoNotGetThrough(t *testing.T) {
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)
	at := func(phone queue.Phone, url string) config.Reach {
		return config.Reach{Phone: phone, URL: url, Listen: "192.168.1.10:8080", Addrs: []netip.Addr{netip.MustParseAddr("192.168.1.10")}, Now: now}
	}
	with := func(from, to time.Time, url string) config.Reach {
		r := at(queue.PhonePublic, url)
		r.TLS, r.Roots = true, x509.NewCertPool()
		r.Chain = []*x509.Certificate{{NotBefore: from, NotAfter: to, DNSNames: []string{"queue.example.org"}}}
		return r
	}
	tls := at(queue.PhoneWifi, "http://192.168.1.10:8080")
	tls.TLS = true
	const public, day = "https://queue.example.org", 24 * time.Hour
	for want, c := range map[string]config.Reach{
		"号票上的二维码是 http://127.0.0.1:8080，是这台电脑自己的地址，手机打不开。请改 public_url，或关掉手机查询。": at(queue.PhoneWifi, "http://127.0.0.1:8080"),
		"号票上的二维码是 http://0.0.0.0:8080，这不是能打开的地址。请改 public_url。":                  at(queue.PhoneWifi, "http://0.0.0.0:8080"),
		"号票上的二维码是 https://10.0.0.5，是内网地址，用手机流量打不开。请改成公网地址，或改为 wifi。":             at(queue.PhonePublic, "https://10.0.0.5"),
		"号票上的二维码用了名字 hall.local，很多手机找不到。请改成这台电脑的数字地址。":                           at(queue.PhoneWifi, "http://hall.local"),
		"号票上的二维码是 http://queue.example.org，不是 https，手机会报不安全。":                    at(queue.PhonePublic, "http://queue.example.org"),
		"号票上的二维码是 192.168.1.11，不是这台电脑现在的地址，手机打不开。请核对地址。":                         at(queue.PhoneWifi, "http://192.168.1.11:8080"),
		"号票上的二维码是 https://192.168.1.10:8080，但这里没有用 https，手机打不开。":                 at(queue.PhoneWifi, "https://192.168.1.10:8080"),
		"号票上的二维码是 http://192.168.1.10:8080，但这里用的是 https，手机打不开。":                  tls,
		"https 证书读不了：no such file。请管理员处理。":                                       {Broken: "no such file"},
		"https 证书已过期（11月22日 星期日），浏览器会拒绝打开。请尽快更新。":                                with(now.Add(-9*day), now.Add(-day), public),
		"https 证书还没有生效（11月24日 星期二起）。请核对电脑时间。":                                    with(now.Add(day), now.Add(90*day), public),
		"https 证书快到期了（11月28日 星期六，还有 5 天），请及时更新。":                                 with(now.Add(-day), now.Add(5*day), public),
		"https 证书是 queue.example.org 的，不是 www.example.org 的，手机会报不安全。":            with(now.Add(-day), now.Add(90*day), "https://www.example.org"),
		"https 证书不是公认机构签发的，访客的手机会报不安全。":                                          with(now.Add(-day), now.Add(90*day), public),
	} {
		h := open(t, houseOptions{begin: now, reach: c})
		if _, doc := h.get(t, h.login(t, "duty"), "/hall"); len(needs(doc)) == 0 || needs(doc)[0] != want {
			t.Errorf("%q, want %q", needs(doc), want)
		}
	}
}
