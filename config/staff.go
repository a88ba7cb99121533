package config

import (
	"fmt"
	"slices"

	"onedoor/queue"
)

func roles() []string {
	return []string{string(queue.RoleClerk), string(queue.RoleDesk), string(queue.RoleSupervisor), string(queue.RoleAdmin)}
}

func (b *builder) readStaff(root *table) {
	for _, v := range b.section(root, "staff", "staff: a list with id, name, roles and first_pin") {
		t, ok := b.table(v, "a member of staff")
		if !ok {
			continue
		}
		id := t.needID("id", "id: wang")
		t.what = about(aStaff, id)
		name := t.needText("name", "name: as staff pages show it")
		s := queue.Staff{ID: queue.StaffID(id.id), Roles: b.roles(t)}
		windows := b.windowList(t, t.what+" names no window")
		s.Windows = known[queue.WindowID](windows)
		s.Duty = b.readDuty(t, id)
		hash := b.firstPIN(t)
		t.done()
		b.name(aWindow, t.what, windows...)
		if !b.define(aStaff, id) {
			continue
		}
		b.rules.Staff = append(b.rules.Staff, s)
		b.centre.Names[s.ID] = name
		if hash != "" {
			b.centre.PINs[s.ID] = hash
			b.centre.pinSpots = append(b.centre.pinSpots, ref{id.id, t.spotOfKey("first_pin")})
		}
	}
}

// windowList reads a list of windows where none given means every one, and []
// would be a trap.
func (b *builder) windowList(t *table, empty string) []ref {
	if v, given := t.get("windows"); given {
		b.emptyList(v, empty, "leave the key out when every window is meant")
	}
	return t.ids("windows")
}

func (b *builder) roles(t *table) []queue.Role {
	v, ok := t.need("roles", "roles: [clerk]")
	if !ok {
		return nil
	}
	var out []queue.Role
	for _, item := range t.items("roles") {
		role := queue.Role(b.choice(item, fmt.Sprintf("a role of %s", t.what), roles()))
		if !slices.Contains(out, role) {
			out = append(out, role)
		}
	}
	b.emptyList(v, t.what+" has no role", "write roles: [clerk]")
	return out
}

// firstPIN reads the hash. The hash itself is never said back.
func (b *builder) firstPIN(t *table) string {
	hash := t.needText("first_pin", "first_pin: an argon2id hash, as onedoor pin prints beside a new PIN")
	if hash == "" {
		return ""
	}
	if err := checkHash(hash); err != nil {
		b.bad(t.spotOfKey("first_pin"), fmt.Sprintf("first_pin of %s %s", t.what, err), "write "+hashForm)
		return ""
	}
	return hash
}

// checkStaffed warns when nobody may do what must be done every day.
func (b *builder) checkStaffed() {
	if len(b.rules.Staff) == 0 {
		return
	}
	nobody := func(role queue.Role) bool {
		return !slices.ContainsFunc(b.rules.Staff, func(s queue.Staff) bool { return s.Is(role) })
	}
	first := b.defs[aStaff][string(b.rules.Staff[0].ID)]
	if nobody(queue.RoleSupervisor) {
		b.warn(first, "nobody is a supervisor", "give one member of staff the role supervisor: /hall needs it")
	}
	if nobody(queue.RoleAdmin) {
		b.warn(first, "nobody is an administrator", "give one member of staff the role admin: PINs, devices and /admin need it")
	}
	for _, w := range b.rules.Windows {
		if !slices.ContainsFunc(b.rules.Staff, func(s queue.Staff) bool { return s.MayServe(w.ID) }) {
			b.warn(b.defs[aWindow][string(w.ID)], fmt.Sprintf("nobody may serve at the window %q", w.ID), `name it in "windows" of a member of staff`)
		}
	}
}
