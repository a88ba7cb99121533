package display

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"golang.org/x/crypto/argon2"
)

// argon2id with 19 MiB, two passes, one lane: OWASP's password storage cheat
// sheet. PINs are short; what protects them is this and the attempts' limit.
const (
	argonMemoryKiB = 19 * 1024
	argonPasses    = 2
	argonLanes     = 1
	argonSalt      = 16
	argonKey       = 32
)

// HashPIN hashes a PIN with a salt from random, in the PHC string format:
// $argon2id$v=19$m=19456,t=2,p=1$salt$hash.
func HashPIN(pin string, random io.Reader) (string, error) {
	salt := make([]byte, argonSalt)
	if _, err := io.ReadFull(random, salt); err != nil {
		return "", fmt.Errorf("read salt: %w", err)
	}
	key := argon2.IDKey([]byte(pin), salt, argonPasses, argonMemoryKiB, argonLanes, argonKey)
	debug.FreeOSMemory() // the 19 MiB go back at once; a mini-PC has better use for them
	return encodePHC(salt, key), nil
}

// dummyPHC is a hash that is as much work to verify as any other and that no
// PIN is known to fit: its key is drawn, not derived, which takes no time.
func dummyPHC(random io.Reader) (string, error) {
	b := make([]byte, argonSalt+argonKey)
	if _, err := io.ReadFull(random, b); err != nil {
		return "", fmt.Errorf("read salt: %w", err)
	}
	return encodePHC(b[:argonSalt], b[argonSalt:]), nil
}

func encodePHC(salt, key []byte) string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemoryKiB, argonPasses, argonLanes,
		b64.EncodeToString(salt), b64.EncodeToString(key))
}

// VerifyPIN says whether a PIN fits a hash. The time it takes depends on the
// hash's parameters only. A hash that can't be read, or asks for more than four
// times our own work, is an error.
func VerifyPIN(phc, pin string) (bool, error) {
	h, err := parsePHC(phc)
	if err != nil {
		return false, err
	}
	key := argon2.IDKey([]byte(pin), h.salt, h.passes, h.memory, h.lanes, uint32(len(h.key))) //nolint:gosec // ≤ 64
	debug.FreeOSMemory()
	return subtle.ConstantTimeCompare(key, h.key) == 1, nil
}

type phcHash struct {
	memory, passes uint32
	lanes          uint8
	salt, key      []byte
}

func parsePHC(s string) (phcHash, error) {
	var h phcHash
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" {
		return h, errors.New("not an argon2id hash in the PHC string format")
	}
	var version int
	if _, err := fmt.Sscanf(parts[2], "v=%d", &version); err != nil || version != argon2.Version {
		return h, fmt.Errorf("argon2 version %q, need v=%d", parts[2], argon2.Version)
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.passes, &h.lanes); err != nil {
		return h, fmt.Errorf("argon2 parameters %q: %w", parts[3], err)
	}
	if h.memory < 8 || h.memory > 4*argonMemoryKiB || h.passes < 1 || h.passes > 4*argonPasses || h.lanes < 1 || h.lanes > 4 {
		return h, fmt.Errorf("argon2 parameters %q are out of bounds", parts[3])
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(h.salt) < 8 {
		return h, errors.New("argon2 salt is not base64 of 8 bytes and more")
	}
	if h.key, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(h.key) < 16 || len(h.key) > 64 {
		return h, errors.New("argon2 hash is not base64 of 16 to 64 bytes")
	}
	return h, nil
}

// CheckPHC says whether a string is a hash that VerifyPIN takes, for the
// config's first_pin.
func CheckPHC(phc string) error {
	_, err := parsePHC(phc)
	return err
}
