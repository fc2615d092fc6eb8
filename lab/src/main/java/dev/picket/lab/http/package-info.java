/** How the lab's API is reached: HTTP/1.1, HTTP/2 and WebSockets, over TLS. */
@NullMarked
package dev.picket.lab.http;

import org.jspecify.annotations.NullMarked;
