/**
 * An actor system as a bean of a Spring Boot application: its properties, its place in the life of the application, its
 * health, and what a failed start tells. Nothing here knows a backend or how actors work; the system is opened through
 * the api, as any other program does it. Begin at {@link dev.cairn.spring.CairnAutoConfiguration}.
 */
@NullMarked
package dev.cairn.spring;

import org.jspecify.annotations.NullMarked;
