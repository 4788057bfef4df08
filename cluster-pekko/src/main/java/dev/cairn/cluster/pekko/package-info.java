/**
 * A placement on Apache Pekko: one sharded entity for each slice, with one shard each. Pekko knows slices and bytes;
 * the actors are Cairn's. {@link PekkoPlacement} is the door, {@link Membership} is this process as a member, {@link
 * Slice} hosts one slice, {@link ClusterWatch} hears of the other members, {@link Standing} asks them whether this
 * process is one of them still.
 */
@NullMarked
package dev.cairn.cluster.pekko;

import org.jspecify.annotations.NullMarked;
