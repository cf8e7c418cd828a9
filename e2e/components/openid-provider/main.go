// Program openid-provider runs mockoidc as a process: an OpenID Connect provider that signs in whoever a request names, and asks nobody for a password.
package main

import (
	"flag"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/golang-jwt/jwt/v5"
	"github.com/oauth2-proxy/mockoidc"
)

func main() {
	address := flag.String("address", "", "where it listens, host:port")
	clientID := flag.String("client-id", "", "the only client that it knows")
	secretFile := flag.String("client-secret-file", "", "file with the secret of that client")
	flag.Parse()
	if err := serve(*address, *clientID, *secretFile); err != nil {
		log.Fatal(err)
	}
}

func serve(address, clientID, secretFile string) error {
	secret, err := os.ReadFile(secretFile)
	if err != nil {
		return err
	}
	provider, err := mockoidc.NewServer(nil)
	if err != nil {
		return err
	}
	provider.ClientID = clientID
	provider.ClientSecret = string(secret)
	if err := provider.AddMiddleware(signInHinted(provider)); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	if err := provider.Start(listener, nil); err != nil {
		return err
	}
	select {}
}

// signInHinted takes login_hint (OpenID Connect Core, 3.1.2.1) for the mail address of whoever has just signed in, and unverified=true for one that nobody has verified.
func signInHinted(provider *mockoidc.MockOIDC) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
			query := request.URL.Query()
			if hint := query.Get("login_hint"); hint != "" {
				provider.QueueUser(person{mail: hint, verified: query.Get("unverified") != "true"})
			}
			next.ServeHTTP(response, request)
		})
	}
}

// person states whether the mail address is verified either way; mockoidc's own user leaves the claim out where it is not.
type person struct {
	mail     string
	verified bool
}

func (p person) ID() string { return p.mail }

func (p person) Userinfo([]string) ([]byte, error) { return []byte("{}"), nil }

func (p person) Claims(_ []string, base *mockoidc.IDTokenClaims) (jwt.Claims, error) {
	return struct {
		*mockoidc.IDTokenClaims
		Email         string `json:"email"`
		EmailVerified bool   `json:"email_verified"`
	}{base, p.mail, p.verified}, nil
}
