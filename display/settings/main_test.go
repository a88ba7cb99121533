package settings_test

import (
	"testing"

	"onedoor/display/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }
