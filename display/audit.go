package display

import (
	"context"
	"log/slog"

	"onedoor/queue"
)

// AuditEntry is something that somebody did and that is no event of the hall.
type AuditEntry = queue.AuditEntry

// Auditor keeps what somebody did that is no event: acts that are events need no entry,
// the page of the audit shows both. The journal fits it. It returns when the entry is
// durable.
type Auditor interface {
	Audit(ctx context.Context, e AuditEntry) error
}

// Record keeps an entry where there is an auditor. What was done stays done when it
// can't be kept, and is told in the log instead. The log never names a subject.
func Record(ctx context.Context, a Auditor, log *slog.Logger, e AuditEntry) {
	if a == nil {
		return
	}
	if err := a.Audit(context.WithoutCancel(ctx), e); err != nil {
		if log == nil {
			log = slog.Default()
		}
		log.Error("an act of staff could not be kept", "act", e.Act, "staff", e.Staff, "err", err)
	}
}
