package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"

	"onedoor/config"
)

type serveCmd struct {
	Config     string   `type:"path" env:"ONEDOOR_CONFIG" placeholder:"FILE" help:"The centre's YAML file; without one, the sample centre."`
	Data       string   `type:"path" default:"data" env:"ONEDOOR_DATA" placeholder:"DIR" help:"Where the books are kept."`
	Listen     string   `default:"127.0.0.1:8080" env:"ONEDOOR_LISTEN" placeholder:"ADDR" help:"Host and port to listen on."`
	Printer    string   `env:"ONEDOOR_PRINTER" placeholder:"URL" help:"Replaces the printer of every kiosk: virtual:, serial:/dev/…?baud=…&profile=…&flow=…, tcp:HOST:9100, file:/dev/usb/lp0, none:."`
	PublicURL  string   `name:"public-url" env:"ONEDOOR_PUBLIC_URL" placeholder:"URL" help:"How phones reach this house; needed when listening on a wildcard."`
	Everything bool     `name:"admin-may-everything" env:"ONEDOOR_ADMIN_MAY_EVERYTHING" help:"Let /admin and the API change programs, hosts and paths of the config, which else only its file may."`
	Host       []string `name:"host" env:"ONEDOOR_HOSTS" placeholder:"NAME" help:"A name that browsers may come by, besides the public address, this machine's own names and addresses in digits; may be given several times."`
	TLSCert    string   `name:"tls-cert" type:"path" env:"ONEDOOR_TLS_CERT" placeholder:"FILE" help:"Certificate chain in PEM."`
	TLSKey     string   `name:"tls-key" type:"path" env:"ONEDOOR_TLS_KEY" placeholder:"FILE" help:"Its key in PEM."`
	LogLevel   string   `name:"log-level" default:"info" enum:"debug,info,warn,error" env:"ONEDOOR_LOG_LEVEL" placeholder:"LEVEL" help:"What is logged: debug (every request), info (what changes something), warn, error."`
}

// shutdownBound is how long open requests and slips under way may take when the
// program is asked to stop.
const shutdownBound = 5 * time.Second

// Run serves the centre until the context ends.
func (c *serveCmd) Run(ctx context.Context, std streams) error {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		return badUsage("--log-level %s: %w", c.LogLevel, err)
	}
	log := slog.New(slog.NewTextHandler(std.err, &slog.HandlerOptions{Level: level}))
	centre, problems, err := loadCentre(c.Config)
	if err != nil {
		return err
	}
	if c.Config == "" {
		if changed := changedSample(c.Data, log); changed != nil {
			centre = changed
		}
	}
	for _, p := range problems {
		log.Warn("config", "problem", p.String())
	}
	if err := c.check(centre); err != nil {
		return err
	}
	shown, err := openCertificate(c.TLSCert, c.TLSKey, log)
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w; another program may use the port: choose one with --listen", c.Listen, err)
	}
	defer listener.Close() //nolint:errcheck // the server closes it first
	base, err := c.base(centre, listener.Addr())
	if err != nil {
		return err
	}
	a, err := newApp(ctx, appOptions{
		Everything: c.Everything,
		Centre:     centre, Config: c.Config, Data: c.Data, Printer: c.Printer, PublicURL: base, Log: log,
		Listen: listener.Addr().String(), Hosts: append(c.Host, listened(c.Listen)), Certificate: shown,
	})
	if err != nil {
		return err
	}
	return errors.Join(c.serve(ctx, a, listener, std), a.close())
}

// check refuses what the flags and the centre don't allow together.
func (c *serveCmd) check(centre *config.Centre) error {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return badUsage("--listen %s: write host:port, as 127.0.0.1:8080", c.Listen)
	}
	ip := net.ParseIP(host)
	loopback := host == "localhost" || (ip != nil && ip.IsLoopback())
	if centre.Rules.Centre.Demo && !loopback {
		return badUsage("the sample centre has a PIN everybody knows and listens on this machine only, not on %q: "+
			"make a config of your own with onedoor init DIR", c.Listen)
	}
	if (host == "" || (ip != nil && ip.IsUnspecified())) && c.PublicURL == "" && centre.PublicURL == "" {
		return badUsage("listening on every address needs --public-url: what phones should open, as http://192.168.1.10:8080")
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return badUsage("--tls-cert and --tls-key belong together")
	}
	return nil
}

// listened is the host of what is listened on, as it was written.
func listened(listen string) string {
	host, _, err := net.SplitHostPort(listen)
	if ip := net.ParseIP(host); err != nil || ip != nil && ip.IsUnspecified() {
		return ""
	}
	return host
}

// base is the address that QR codes begin with, without a slash at the end.
func (c *serveCmd) base(centre *config.Centre, addr net.Addr) (string, error) {
	base := centre.PublicURL
	if c.PublicURL != "" {
		base = c.PublicURL
	}
	if base == "" {
		scheme := "http"
		if c.TLSCert != "" {
			scheme = "https"
		}
		return scheme + "://" + addr.String(), nil
	}
	u, err := url.Parse(base)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" ||
		(u.Path != "" && u.Path != "/") {
		return "", badUsage("--public-url %q: write http://host:port or https://host", base)
	}
	return u.Scheme + "://" + u.Host, nil
}

// serve answers requests until the context ends, then lets what is under way end.
func (c *serveCmd) serve(ctx context.Context, a *app, l net.Listener, std streams) error {
	server := &http.Server{
		Handler: a.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() {
		if a.certificate != nil {
			server.TLSConfig = a.certificate.config()
			failed <- server.ServeTLS(l, "", "")
			return
		}
		failed <- server.Serve(l)
	}()
	fmt.Fprintf(std.out, "OneDoor %s is open at %s\n", version, a.address(l.Addr(), a.certificate != nil))
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownBound)
	defer cancel()
	if err := server.Shutdown(end); err != nil { // somebody whose request never ends doesn't make the stop a failure
		a.log.Warn("requests that didn't end were cut off", "err", err)
		return server.Close()
	}
	return nil
}
