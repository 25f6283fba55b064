package apptest

import (
	"testing"

	"handrail/app/internal/databasetest"
)

// Way is a way to the world's database that a test can cut and mend.
type Way = databasetest.Way

// Way makes a way to the database of a world that is on PostgreSQL.
func (w *World) Way(t testing.TB) *Way { return databasetest.NewWay(t, w.Place) }

// Cluster is a PostgreSQL of one test's own, to be stopped hard.
type Cluster = databasetest.Cluster

// NewCluster starts a PostgreSQL for one test.
func NewCluster(t testing.TB) *Cluster { return databasetest.NewCluster(t) }

// NewOnCluster is a world on a PostgreSQL of its own.
func NewOnCluster(t testing.TB) (*World, *Cluster) {
	t.Helper()
	c := databasetest.NewCluster(t)
	return openAt(t, nil, c.Place), c
}

// NewWay makes a way to a database on PostgreSQL.
func NewWay(t testing.TB, place string) *Way { return databasetest.NewWay(t, place) }
