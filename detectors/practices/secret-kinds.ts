/** How reports name what a library takes as a secret. */
export const SIGNING = 'the key that signs tokens';
export const SESSION = 'the key that signs sessions and cookies';
export const CIPHER = 'the key of a cipher or hash';
export const DATABASE = 'the password of a database';
export const ACCOUNT = 'the password of an account';
export const CLOUD = 'the key of a cloud account';
export const CLIENT = 'the secret of a client';
