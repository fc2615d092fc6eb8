/**
 * What people and programs see of Picket over HTTP: the REST API and its stream of events, the
 * dashboard, health and metrics.
 *
 * <p>{@link dev.picket.server.PicketServer} puts them on one port; everything else here is a route
 * of it, or speaks one of the formats that the routes speak.
 */
@NullMarked
package dev.picket.server;

import org.jspecify.annotations.NullMarked;
