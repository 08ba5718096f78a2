/** A certificate for `localhost` and `127.0.0.2`, good for 100 years; its key is public, so nobody but these tests trusts it. */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBpjCCAU2gAwIBAgIUeg725KdHjF5DRgzCzLXXfSTpwXQwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjA2NTEzN1oYDzIxMjYxMTAy
MDY1MTM3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQbLqOkhujAyc1ZEn1tfdtsIZThgnRu6AveB6DaYpDZ0DAjh6rF+YTZ
YFn4YtCM4OxNc0xRkdtmalOsmaKgr9Ico3sweTAdBgNVHQ4EFgQUxlBCEKu7afkI
nqgvKKAB10HXPigwHwYDVR0jBBgwFoAUxlBCEKu7afkInqgvKKAB10HXPigwDwYD
VR0TAQH/BAUwAwEB/zAmBgNVHREEHzAdgglsb2NhbGhvc3SCCmxvY2FsaG9zdC6H
BH8AAAIwCgYIKoZIzj0EAwIDRwAwRAIgbAB/bNepSzTVHZP5enYZMBnCvKCm+O7i
ZtUMNuy0UN4CIBoeEQEl/5IuaVC7oMKXr8a6odiUUVuC+DU4+HtzMgNH
-----END CERTIFICATE-----`;

export const privateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgT4v0DcPeXNVhXtxB
/yy+K2lutpMp+Dv7o+QZoiatvtShRANCAAQbLqOkhujAyc1ZEn1tfdtsIZThgnRu
6AveB6DaYpDZ0DAjh6rF+YTZYFn4YtCM4OxNc0xRkdtmalOsmaKgr9Ic
-----END PRIVATE KEY-----`;
