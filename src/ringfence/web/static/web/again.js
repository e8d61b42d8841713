// The page asks again by itself until what it waits for is there.
setTimeout(() => location.replace(location.href), 1500);
