-- +goose Up
-- Which of several servers does what nobody asks for: holder is drawn anew at each
-- start, beat at each renewal. There is no time in it: the clocks of servers differ.
CREATE TABLE claims (
  work   TEXT PRIMARY KEY,
  holder TEXT NOT NULL,
  beat   TEXT NOT NULL
) STRICT;
