"""The web door, tested: a package, since its folders have conftests of their own."""
