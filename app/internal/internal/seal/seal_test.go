package seal

import (
	"bytes"
	"errors"
	"testing"
)

func ring(t *testing.T, text string) *Keyring {
	t.Helper()
	r, err := Open(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSealedTextOpensOnlyInItsPlaceUnderItsKey(t *testing.T) {
	r := ring(t, NewMaster())
	key, _, err := r.NewPlanKey("plan")
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := r.NewPlanKey("other")
	sealed := key.Seal([]byte("words"), At("plan", "row"))
	if plain, err := key.Open(sealed, At("plan", "row")); err != nil || string(plain) != "words" {
		t.Errorf("opened %q, %v", plain, err)
	}
	for name, open := range map[string]func() error{
		"another place":          func() error { _, err := key.Open(sealed, At("plan", "other")); return err },
		"parts joined elsewhere": func() error { _, err := key.Open(sealed, At("planrow")); return err },
		"another key":            func() error { _, err := other.Open(sealed, At("plan", "row")); return err },
		"no key":                 func() error { _, err := Key{}.Open(sealed, At("plan", "row")); return err },
		"nothing":                func() error { _, err := key.Open(Text{}, At("plan", "row")); return err },
	} {
		if !errors.Is(open(), ErrSealed) {
			t.Errorf("%s opened", name)
		}
	}
}

func TestTheDatabaseTakesAndGivesOnlySealedText(t *testing.T) {
	if _, err := (Text{}).Value(); err == nil {
		t.Error("an empty text was handed to the database")
	}
	var text Text
	for _, from := range []any{"plain", []byte("plain words that nobody sealed at all"), nil, int64(3)} {
		if text.Scan(from) == nil {
			t.Errorf("took %v from the database", from)
		}
	}
	r := ring(t, NewMaster())
	value, err := r.Service().Seal([]byte("x"), At("a")).Value()
	if err != nil || !bytes.HasPrefix(value.([]byte), []byte(mark)) || text.Scan(value) != nil {
		t.Errorf("a sealed text does not go through: %v", err)
	}
}

func TestTheSameWordsAreNeverSealedTheSame(t *testing.T) {
	key := ring(t, NewMaster()).Service()
	a, _ := key.Seal([]byte("x"), At("p")).Value()
	b, _ := key.Seal([]byte("x"), At("p")).Value()
	if bytes.Equal(a.([]byte), b.([]byte)) {
		t.Error("two seals are the same")
	}
}

func TestPlanKeysUnwrapForTheirPlanUnderOlderMastersToo(t *testing.T) {
	first := NewMaster()
	r := ring(t, first)
	key, wrapped, _ := r.NewPlanKey("plan")
	sealed := key.Seal([]byte("words"), At("p"))

	rotated := ring(t, first+NewMaster())
	again, err := rotated.PlanKey("plan", wrapped)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := again.Open(sealed, At("p")); err != nil || string(plain) != "words" {
		t.Errorf("after rotation: %q, %v", plain, err)
	}
	if !bytes.Equal(r.AddressHash("a@b"), rotated.AddressHash("a@b")) {
		t.Error("rotation lost every address")
	}
	if _, err := r.PlanKey("other", wrapped); !errors.Is(err, ErrSealed) {
		t.Error("a plan's key unwrapped for another plan")
	}
	if _, err := ring(t, NewMaster()).PlanKey("plan", wrapped); !errors.Is(err, ErrSealed) {
		t.Error("a plan's key unwrapped under another master")
	}
}

func TestEachUseHasItsOwnKey(t *testing.T) {
	r := ring(t, NewMaster()+NewMaster())
	first, _ := r.TokenKey(0)
	second, _ := r.TokenKey(1)
	if _, known := r.TokenKey(2); known {
		t.Error("there is a key of a master key that is not there")
	}
	seen := map[string]string{}
	for name, value := range map[string][]byte{
		"address": r.AddressHash("x"), "code": r.CodeHash("x"), "chain": r.ChainHash([]byte("x")), "token": first, "next token": second, "check": r.Check(),
		"ledger": r.LedgerHash([]byte("x")), "anchor": r.AnchorHash([]byte("x")),
	} {
		if other, had := seen[string(value)]; had {
			t.Errorf("%s and %s are the same", name, other)
		}
		seen[string(value)] = name
	}
}

func TestABadKeyIsRefused(t *testing.T) {
	for _, text := range []string{"", "\n", "handrail-key-1 short", "nonsense", keyMark + "AAAA"} {
		if _, err := Open(text); !errors.Is(err, ErrKey) {
			t.Errorf("%q was taken as a key", text)
		}
	}
}
