package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strconv"

	"handrail/app/config"
)

var errAddress = errors.New("main: address")

// handedOver is the number of the first socket that systemd hands over (sd_listen_fds(3)).
const handedOver = 3

// listen takes the address, before anything is made: one that is in use must
// leave no folder behind. A socket that systemd holds for us is taken instead: it stays open
// while one server ends and the next begins, so that nobody is turned away.
func listen(c config.Config) (net.Listener, error) {
	if os.Getenv("LISTEN_PID") == strconv.Itoa(os.Getpid()) && os.Getenv("LISTEN_FDS") != "" {
		f := os.NewFile(handedOver, "socket")
		l, err := net.FileListener(f)
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, wrong("command.socket", "Fault", err.Error())
		}
		return l, nil
	}
	l, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errAddress, err)
	}
	return l, nil
}
