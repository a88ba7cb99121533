package voice

import (
	"encoding/binary"
	"testing"
)

// TestOddRatesAreRefused: they would cost thirty times the work of usual ones.
func TestOddRatesAreRefused(t *testing.T) {
	for rate, usual := range map[uint32]bool{8000: true, 22_050: true, 44_100: true, 192_000: true, 191_999: false, 24_001: false, 7999: false} {
		file := make(Sound, Rate/10).WAV()
		binary.LittleEndian.PutUint32(file[24:], rate)
		if _, err := ReadWAV(file); (err == nil) != usual {
			t.Errorf("%d: %v", rate, err)
		}
	}
}
