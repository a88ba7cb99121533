package printertest

import (
	"bytes"
	"image"
	"image/png"
	"os/exec"
	"strings"
	"testing"

	"onedoor/printer/paper"
)

// Zbar has zbarimg, which knows nothing of this program, read the codes on a
// page: one string a code. Without it (Debian: zbar-tools) the test fails; a page
// without a code gives none.
func Zbar(tb testing.TB, p paper.Page) []string {
	tb.Helper()
	return ZbarImage(tb, p.Image())
}

// ZbarImage is Zbar for any picture: a page as a camera sees it.
func ZbarImage(tb testing.TB, img image.Image) []string {
	tb.Helper()
	var in bytes.Buffer
	if err := png.Encode(&in, img); err != nil {
		tb.Fatal(err)
	}
	cmd := exec.Command("zbarimg", "--quiet", "--raw", "-")
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil && len(out) == 0 && cmd.ProcessState == nil {
		tb.Fatalf("zbarimg (of zbar-tools): %v", err)
	}
	return strings.Fields(string(out))
}
