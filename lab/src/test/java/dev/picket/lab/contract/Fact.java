package dev.picket.lab.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A case of the contract: a static method that takes a {@link Place} and fails if it is not so. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Fact {

  /** What is so, in words. */
  String value();

  /** The first minor version of Kubernetes 1 in which it is; 0 when that is before 1.20. */
  int since() default 0;

  /** Why a real server cannot be asked; empty when it can. */
  String labOnly() default "";
}
