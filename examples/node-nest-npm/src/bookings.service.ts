import { Injectable } from '@nestjs/common';

@Injectable()
export class BookingsService {
  private readonly bookings = [{ id: 1, room: 'blue' }];

  all(): readonly { id: number; room: string }[] {
    return this.bookings;
  }
}
