// Package app is what people can do with Handrail: one file a concept, one
// method an operation. It decides nothing about rights (models does) and touches
// no database (the gate does); it must never answer with more than the gate let through.
package app

import (
	"context"
	"runtime"
	"sync"
	"time"

	"handrail/app/internal/accounts"
	"handrail/app/internal/gate"
	"handrail/app/internal/reminding"
	"handrail/app/internal/storage"
	"handrail/app/live"
)

// App is the product without a face: pages and the API both call it.
type App struct {
	gate      *gate.Gate
	accounts  *accounts.Accounts
	reminding *reminding.Reminding
	live      *live.Hub
	storage   *storage.Storage
	mail      Mailer
	push      Pusher
	say       Say
	url       string
	zone      *time.Location
	clock     func() time.Time
	keeps     int
	backups   Backups
	tending   tending
	claims    claims
	streams   streams
	turns     chan struct{} // listeners that decide at the same moment
	post      post
	version   string
	started   time.Time

	background sync.WaitGroup // mail on its way
	closing    chan struct{}  // closed when live streams must end
	ending     sync.Once
}

// Settings is what an App is made of.
type Settings struct {
	Folder     string           // data folder, made with owner-only rights
	Database   string           // address of a PostgreSQL; empty: SQLite in Folder
	Key        string           // text of the key file; empty: read or made in Folder
	PublicURL  string           // what stands before links that are handed out, without a slash at the end
	Zone       *time.Location   // in which days and times are shown to those who chose none; nil: UTC
	Clock      func() time.Time // nil: the machine's
	Mail       Mailer           // nil: this server sends no mail
	Push       Pusher           // nil: no browser is told of anything
	Say        Say              // the message catalogue, for mail and what browsers are told
	Ledger     string           // path of the ledger; empty: in Folder
	Beside     bool             // opened for one command, perhaps beside a server: begins no ledger where one should be
	Backups    Backups          // taken by themselves
	Version    string           // of the program
	Keeps      int              // days that backups are kept; 0: KeepsUsually
	Streams    int              // that may be open at once; 0: MostStreams
	OwnStreams int              // of them by one account; 0: MostStreamsEach
	QuickHash  bool             // tests and the demo only: passwords hashed cheaply
	Story      bool             // the demo only: the clock is a story's, and may go back to where that begins
}

// Mailer sends one message in plain text.
type Mailer interface {
	Send(ctx context.Context, to, subject, body string) error
}

// Say gives the sentence behind a key, in the service's language.
type Say func(key string, args map[string]any) string

// Open opens the data folder and makes an App of it.
func Open(ctx context.Context, s Settings) (*App, error) {
	s.Clock = s.clock()
	kept, err := storage.Open(ctx, s.storage())
	if err != nil {
		return nil, err
	}
	s.Clock = kept.Now // it never goes back
	if s.Zone == nil {
		s.Zone = time.UTC
	}
	return &App{
		gate: kept.Gate, accounts: kept.Accounts, reminding: kept.Reminding, live: kept.Live, storage: kept,
		mail: s.Mail, push: s.Push, say: s.Say, url: s.PublicURL, zone: s.Zone, clock: s.Clock, keeps: s.Keeps, backups: s.Backups,
		version: s.Version, started: s.Clock().UTC(), streams: streams{most: s.Streams, each: s.OwnStreams},
		turns:   make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2)), // so that whoever saves is answered while hundreds listen or come back
		closing: make(chan struct{}),
	}, nil
}

func (s Settings) storage() storage.Settings {
	return storage.Settings{Folder: s.Folder, Database: s.Database, Key: s.Key, Ledger: s.Ledger, Beside: s.Beside, Clock: s.clock(), QuickHash: s.QuickHash, Story: s.Story}
}

func (s Settings) clock() func() time.Time {
	if s.Clock == nil {
		return time.Now
	}
	return s.Clock
}

// What can be wrong with the data folder when an App is opened.
var (
	ErrFolder      = storage.ErrFolder
	ErrNewerSchema = storage.ErrNewer
	ErrOlderSchema = storage.ErrOlder
	ErrInUse       = storage.ErrInUse
	ErrWrongKey    = storage.ErrWrongKey
	ErrNoKey       = storage.ErrNoKey

	ErrAddress   = storage.ErrAddress
	ErrUnreached = storage.ErrUnreached
	ErrEncoding  = storage.ErrEncoding
)

// DatabaseName is the database's file in the data folder.
const DatabaseName = storage.DatabaseName

// KeyName is the key file in the data folder, where no other place was named.
const KeyName = storage.KeyName

// AnchorsName is the file beside the ledger with the ends of all lists of who has looked.
const AnchorsName = storage.AnchorsName

// EndStreams ends every live stream, so that a server can drain.
func (a *App) EndStreams() { a.ending.Do(func() { close(a.closing) }) }

// Close ends the streams, finishes the writes and mails under way and closes the
// data folder.
func (a *App) Close() error {
	a.EndStreams()
	a.endTending()
	a.background.Wait()
	return a.storage.Close()
}

// Ready is nil when what is kept can be read and written.
func (a *App) Ready(ctx context.Context) error { return a.storage.Ready(ctx) }

// Mails reports whether this server can send mail.
func (a *App) Mails() bool { return a.mail != nil }

// Now is the time by which every decision here is made, in UTC.
func (a *App) Now() time.Time { return a.now() }

func (a *App) now() time.Time { return a.clock().UTC() }
