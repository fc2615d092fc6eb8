/**
 * What makes workloads live: controllers and simulated nodes. Each controller is a pure function
 * from an object and what it sees to actions; a thin loop around it takes keys, asks the function
 * and performs the actions through an ordinary client of the API.
 */
@NullMarked
package dev.picket.lab.workloads;

import org.jspecify.annotations.NullMarked;
