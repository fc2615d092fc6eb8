/** What is made of a write before it is kept, and who may refuse it: webhooks and policies. */
@NullMarked
package dev.picket.lab.admission;

import org.jspecify.annotations.NullMarked;
