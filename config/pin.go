package config

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"golang.org/x/crypto/argon2"

	"onedoor/queue"
)

// DemoPIN is the PIN of the sample centre's staff. A real config with it is
// refused.
const DemoPIN = "246810"

// The cost of a PIN's hash: 19 MiB, two passes, one lane, as OWASP advises for
// argon2id. Every hash of the house has it, so that a log-in costs the same for all.
const (
	pinMemory = 19 * 1024 // KiB
	pinPasses = 2
	pinLanes  = 1
	pinSalt   = 16 // bytes
	pinKey    = 32 // bytes
)

const pinHead = "$argon2id$v=19$m=19456,t=2,p=1$"

const hashForm = pinHead + "salt$hash, as onedoor init makes it"

// HashPIN gives the argon2id hash of a PIN in PHC form, with a fresh salt from
// rnd. It fails only when rnd does.
func HashPIN(pin string, rnd io.Reader) (string, error) {
	salt := make([]byte, pinSalt)
	if _, err := io.ReadFull(rnd, salt); err != nil {
		return "", fmt.Errorf("salt of a PIN: %w", err)
	}
	key := argon2.IDKey([]byte(pin), salt, pinPasses, pinMemory, pinLanes, pinKey)
	enc := base64.RawStdEncoding
	return pinHead + enc.EncodeToString(salt) + "$" + enc.EncodeToString(key), nil
}

// TokenHash gives the SHA-256 of a device's token as the config holds it.
func TokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// checkHash says what is wrong with a PIN's hash, without repeating it.
func checkHash(phc string) error {
	_, _, err := splitHash(phc)
	return err
}

func splitHash(phc string) (salt, key []byte, err error) {
	rest, ok := strings.CutPrefix(phc, pinHead)
	if !ok {
		switch {
		case len(phc) <= 12 && strings.Trim(phc, "0123456789") == "":
			return nil, nil, errors.New("is the PIN itself")
		case strings.HasPrefix(phc, "$argon2id$"):
			return nil, nil, errors.New("is an argon2id hash of another cost")
		}
		return nil, nil, errors.New("is not an argon2id hash")
	}
	s, k, ok := strings.Cut(rest, "$")
	if !ok {
		return nil, nil, errors.New("is cut off")
	}
	enc := base64.RawStdEncoding.Strict()
	salt, err = enc.DecodeString(s)
	if err != nil || len(salt) < 8 || len(salt) > 64 {
		return nil, nil, errors.New("has a salt that is not 8 to 64 bytes of base64 without padding")
	}
	key, err = enc.DecodeString(k)
	if err != nil || len(key) != pinKey {
		return nil, nil, errors.New("has a hash that is not 32 bytes of base64 without padding")
	}
	return salt, key, nil
}

// matches tries a PIN; it takes some 20 ms and 19 MiB.
func matches(phc, pin string) bool {
	salt, key, err := splitHash(phc)
	if err != nil {
		return false
	}
	got := argon2.IDKey([]byte(pin), salt, pinPasses, pinMemory, pinLanes, pinKey)
	return subtle.ConstantTimeCompare(got, key) == 1
}

// DefaultPINs tries the sample's PIN on every member of staff and reports whom
// it lets in. In the sample it reports nobody.
func (c *Centre) DefaultPINs() Problems {
	if c.Rules.Centre.Demo {
		return nil
	}
	r := &reader{file: c.file}
	tried := make(map[string]bool, len(c.PINs))
	for _, at := range c.pinSpots {
		hash := c.PINs[queue.StaffID(at.id)]
		hit, done := tried[hash]
		if !done {
			hit = matches(hash, DemoPIN)
			tried[hash] = hit
		}
		if hit {
			r.bad(at.at, fmt.Sprintf("first_pin of the member of staff %q is the sample's, which everybody knows", at.id), "choose another PIN")
		}
	}
	debug.FreeOSMemory() // 19 MiB that are not needed again for long
	return r.problems
}
