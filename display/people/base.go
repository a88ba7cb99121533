package people

import (
	"errors"
	"fmt"

	"github.com/gin-gonic/gin"

	"onedoor/config"
	"onedoor/config/edition"
)

// errStalePerson is a form that was opened before somebody else changed the same person.
var errStalePerson = errors.New("the person has changed since the form was opened")

// entrySum tells what the file says of somebody apart from what it said before.
func (p *People) entrySum(id string) (string, error) {
	text, err := p.Shelf.Current()
	if err != nil {
		return "", err
	}
	entry, err := config.Read(text.Src, config.Path{"staff", id})
	if err != nil {
		return "", err
	}
	return edition.SumOf(fmt.Append(nil, entry)), nil
}

// fromBase refuses a form that was opened before somebody else changed the same person: it would give back rights
// that were taken. The form is drawn again with what was typed, and saves it when it is sent once more.
func (p *People) fromBase(c *gin.Context, id string) error {
	sum, err := p.entrySum(id)
	if base, sent := c.GetPostForm("base"); err == nil && sent && base != sum {
		err = errStalePerson
	}
	return err
}
